"""The controlled words of the life of an alliance standard, from proposal to withdrawal."""

from app.registry.words import Word


class Stage(Word):
    """Where a work item stands (团体标准管理规定, 2019), in this order; the last is for those that came to nothing.

    Approval has three steps of its own behind it on a page: 批准, 编号 and 发布 are one act here, so that no number is given
    out that is never published.
    """

    PROPOSAL = "proposal", "提案"
    APPROVED = "approved", "立项"
    DRAFTING = "drafting", "起草"
    COMMENT = "comment", "征求意见"
    REVIEW = "review", "技术审查"
    APPROVAL = "approval", "批准"
    PUBLISHED = "published", "发布"
    TERMINATED = "terminated", "终止"


class Whose(Word):
    """Who is to act on a work item."""

    EDITOR = "editor", "经办人"
    HEAD = "head", "负责人"
    DRAFTERS = "drafters", "起草组"
    PUBLIC = "public", "公众"
    REVIEWERS = "reviewers", "审查组"


class SerialRule(Word):
    """How a body gives out serials."""

    RUNNING = "running", "连续编号"
    YEARLY = "yearly", "逐年编号"


class Manner(Word):
    """How a technical review decides."""

    CONSENSUS = "consensus", "协商一致"
    VOTE = "vote", "投票表决"


class Vote(Word):
    """What a representative present at a review says."""

    AGREE = "agree", "赞成"
    AGAINST = "against", "反对"
    ABSTAIN = "abstain", "弃权"


class DocumentKind(Word):
    """What a document is to the work item or the standard it belongs to."""

    PROPOSAL = "proposal", "提案书"
    WORKING_DRAFT = "working_draft", "工作组讨论稿"
    COMMENT_DRAFT = "comment_draft", "征求意见稿"
    REVIEW_DRAFT = "review_draft", "送审稿"
    APPROVAL_DRAFT = "approval_draft", "报批稿"
    TEXT = "text", "标准正文"
    AMENDMENT = "amendment", "修改单"
    CORRECTION = "correction", "勘误"
    EXPLANATION = "explanation", "编制说明"
    MINUTES = "minutes", "会议纪要"
    DECISION = "decision", "批准文件"
    PATENT = "patent", "专利声明"
    OTHER = "other", "其他"


class CommentAnswer(Word):
    """What the association made of a comment."""

    ACCEPTED = "accepted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "不采纳"


class CommentDeed(Word):
    """What was done with a comment."""

    ANSWERED = "answered", "答复"
    HIDDEN = "hidden", "隐藏"
    SHOWN = "shown", "恢复显示"


class Licensing(Word):
    """What the holder of a patent declares (国家标准涉及专利的管理规定（暂行）, 2013, art. 9)."""

    FREE = "free", "免费许可"
    REASONABLE = "reasonable", "合理无歧视收费许可"
    REFUSED = "refused", "不同意许可"


class ReviewResult(Word):
    """What a periodic review (复审) of a standard in force comes to."""

    CONFIRMED = "confirmed", "继续有效"
    REVISED = "revised", "修订"
    WITHDRAWN = "withdrawn", "废止"
