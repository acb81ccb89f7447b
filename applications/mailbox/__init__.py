"""Mail about applications: read, unwrapped, classified, matched. Bytes in, values out; knows no Django."""
