"""What works and what does not: counted in SQL, as many queries for two thousand rows as for two."""

from applications.selectors.insights.days import acts_by_day
from applications.selectors.insights.overview import Insights, insights
from applications.selectors.insights.period import Period, cohort
from applications.selectors.insights.roads import Counts, Road, Roads, roads
from applications.selectors.insights.skills import SkillGap, skill_gap
from applications.selectors.insights.stays import Stay, stays

__all__ = [
    "Counts",
    "Insights",
    "Period",
    "Road",
    "Roads",
    "SkillGap",
    "Stay",
    "acts_by_day",
    "cohort",
    "insights",
    "roads",
    "skill_gap",
    "stays",
]
