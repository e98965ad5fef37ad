from hypothesis import example, given
from hypothesis import strategies as st

from mock_esms.delivery.failures import UnusableAddressError
from mock_esms.delivery.http.address import address_of, read_address, url_of

HOSTS = st.sampled_from(["127.0.0.1", "localhost", "a.test.", "A.test", "[::1]", "-", ".", "..", "1", "a_b", ""])
PORTS = st.sampled_from(["", ":", ":0", ":80", ":443", ":9000", ":65535", ":65536", ":99999", ":x"])
RESTS = st.text(st.characters(max_codepoint=0x17F), max_size=12) | st.text("/?#.;=&%[]@:\\'\"ab", max_size=12)


def read(text, how):
    try:
        return how(text)
    except (UnusableAddressError, ValueError) as error:
        return type(error)


@given(st.sampled_from(["http", "https", "HTTP", "ftp"]), st.sampled_from(["", "u@", "u:p@"]), HOSTS, PORTS, RESTS)
@example("http", "", "127.0.0.1", ":9000", "/a//b/../c?x=?/#frag")
@example("http", "", "127.0.0.1", "", "?x")
@example("http", "", "127.0.0.1", ":9000", "")
def test_the_short_way_to_read_an_address_gives_what_the_long_one_gives(scheme, userinfo, host, port, rest):
    text = f"{scheme}://{userinfo}{host}{port}{rest}"
    short, long = read(text, address_of), read(text, lambda it: read_address(url_of(it)))
    if isinstance(short, type) or isinstance(long, type):
        assert short == long
    else:
        assert short._replace(text="") == long._replace(text="")
