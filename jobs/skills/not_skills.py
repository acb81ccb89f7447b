"""Phrases that hold the name of a skill and mean something else.

They are searched together with the vocabulary: a phrase that is found here takes its words, so no
skill is read inside it. Folded as in `text.pattern_of`.
"""

PHRASES = (
    "ready to go", "on the go", "go above and beyond", "go live", "go getter",
    "toys r us", "rest of", "rest days", "rest break", "rest breaks", "spark joy", "spark your", "spark interest",
    "word of mouth", "in other words", "swift response", "swift action", "swift payments", "react quickly", "react to",
    "react calmly", "react swiftly", "cup of java", "java sea", "monty python", "la scala", "scala mobile", "jenkins sons", "jenkins   sons",
    "english breakfast", "english heritage", "english setter", "french fries", "french press", "french toast",
    "german shepherd", "italian restaurant", "italian cuisine", "french cuisine", "chinese restaurant", "chinese cuisine",
    "spanish cuisine", "indian cuisine", "japanese cuisine", "thai cuisine", "french windows", "swedish massage",
    "ruby tuesday", "sap of", "maple sap", "head office", "office hours", "office manager", "office junior",
    "access to", "shell company", "shell companies", "safety net", "net income", "net worth", "net promoter",
    "blender and mixer", "express delivery", "express permission",
    "c suite", "c level", "vitamin c", "spring season", "spring cleaning", "spring term", "latex free", "latex gloves",
)  # fmt: skip
