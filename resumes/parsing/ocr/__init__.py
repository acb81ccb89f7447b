"""Reads pictures: scans and photos of a resume, through tesseract where it is installed.

The parser's child straightens a page and leaves it as a picture in a private folder (`desk`); the caller has a second,
equally confined child read it (`engine`, `launch`) and starts the parser again, which finds the words with their places
(`hocr`), mends what letters are often taken for (`slips`), and goes on as with any page.
"""
