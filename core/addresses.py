"""Which addresses belong to the public internet. Knows no Django."""

import ipaddress

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv4 in disguise, for the use inside a network or by nobody any more, and the one public address
# under which a cloud (Azure) tells its machines their secrets.
# Source: RFC 4291, 2.5.5.1; RFC 8215; RFC 7526; RFC 6890 (192.0.0.0/24, which Python 3.11 takes for
# public); learn.microsoft.com, "What is IP address 168.63.129.16?"
_INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "64:ff9b:1::/48", "2002::/16", "192.0.0.0/24", "168.63.129.16/32")
)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # to the IPv4 address it ends with: RFC 6052


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to the public internet, also when it hides in another one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _TRANSLATED:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.is_site_local:
            return False
    is_inside = any(address in network for network in _INSIDE)
    return address.is_global and not address.is_multicast and not is_inside
