"""Unified social credit codes (统一社会信用代码), GB 32100-2015. Pure."""

from stdnum.cn import uscc as _uscc

from app.errors import Invalid

LENGTH = 18


def read_uscc(text: str) -> str:
    """Read a code as typed (blanks, lower case) into its 18 characters.

    Length, alphabet and check digit are the rule; codes that begin with a letter are valid, which is why the library's
    whole `validate`, demanding eight leading digits, is not used. Raises `Invalid`.
    Source: GB 32100-2015 《法人和其他组织统一社会信用代码编码规则》.
    """
    code = "".join(text.split()).upper()
    if len(code) != LENGTH:
        raise Invalid(f"统一社会信用代码“{text[:40]}”应为 18 位，现为 {len(code)} 位")
    try:
        expected = _uscc.calc_check_digit(code)
    except ValueError:
        raise Invalid(f"统一社会信用代码“{code}”含有不用的字符（不用 I、O、S、V、Z）") from None
    if expected != code[-1]:
        raise Invalid(f"统一社会信用代码“{code}”校验位不符，请核对")
    return code
