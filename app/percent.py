"""How a rate is written for people, the same on pages and in the shell."""

from fractions import Fraction

NO_DATA = "无数据"


def percent(rate: float | Fraction | None, digits: int = 1) -> str:
    """A rate 0..1, or the difference of two, as percent with one decimal, halves rounded away from 0; 无数据 for None."""
    if rate is None:
        return NO_DATA
    exact = Fraction(rate).limit_denominator(10**9) * 100 * 10**digits
    rounded = (abs(exact) + Fraction(1, 2)).__floor__()
    whole, rest = divmod(rounded, 10**digits)
    sign = "-" if exact < 0 and rounded else ""
    return f"{sign}{whole}.{rest:0{digits}d} %" if digits else f"{sign}{whole} %"
