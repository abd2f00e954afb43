//! Names are looked up, and only public addresses are called.
//!
//! The check is made on the very addresses that are connected to, so a name that answers differently the second time
//! ("DNS rebinding") gains nothing.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use super::Allowed;

/// Looks names up, and leaves out every address that is not public.
pub struct PublicOnly {
    /// Hosts that whoever runs us has named; they may stand in a network of our own.
    pub except: Vec<Allowed>,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let any = self.except.iter().any(|allowed| allowed.names(name.as_str()));
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> =
                found.filter(|address| any || is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(
                    io::Error::new(io::ErrorKind::AddrNotAvailable, "no public address").into()
                );
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// True of addresses that anybody on the internet could call.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        // Shared by the customers of one provider.
        || a == 100 && (64..128).contains(&b)
        // Reserved for protocols; measuring; old 6to4 relays.
        || a == 192 && b == 0 && c == 0
        || a == 198 && (18..20).contains(&b)
        || a == 192 && b == 88 && c == 99
        || a >= 240;
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    let [a, b, c, d, e, f, g, h] = address.segments();
    if [a, b, c, d, e, f] == [0x64, 0xff9b, 0, 0, 0, 0] {
        // NAT64: the last 32 bits are an IPv4 address.
        return is_public_v4(Ipv4Addr::from(u32::from(g) << 16 | u32::from(h)));
    }
    let special = match a {
        // Teredo and other protocols; documentation.
        0x2001 => b < 0x200 || b == 0xdb8,
        // 6to4, which may lead anywhere.
        0x2002 => true,
        // Documentation.
        0x3fff => b < 0x1000,
        _ => false,
    };
    (0x2000..0x4000).contains(&a) && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_called() {
        for public in [
            "142.250.187.202",
            "34.117.0.1",
            "2a00:1450:4009:81f::200a",
            "64:ff9b::8efa:bbca",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for ours in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(ours.parse().unwrap()), "{ours}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_leads_nowhere() {
        let resolve = |except| PublicOnly { except }.resolve("localhost".parse().unwrap());
        assert!(resolve(vec![]).await.is_err());
    }
}
