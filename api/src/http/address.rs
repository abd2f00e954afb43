//! Where a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use ipnet::IpNet;
use poem::Request;

/// The address of the caller, for limits on how often somebody may try. Every request carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Caller(pub IpAddr);

impl Caller {
    /// Finds out who called.
    ///
    /// `X-Forwarded-For` counts only as far as trusted proxies wrote it, from the right; whatever a caller may have put
    /// in front of that is not believed.
    pub fn of(request: &Request, trusted: &[IpNet]) -> Self {
        let peer = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
        let mut caller = peer.unwrap_or(Ipv4Addr::LOCALHOST.into()).to_canonical();
        let forwarded = request.headers().get_all("x-forwarded-for").iter();
        let forwarded: Vec<&str> = forwarded
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in forwarded.into_iter().rev() {
            if !trusted.iter().any(|net| net.contains(&caller)) {
                break;
            }
            match address(hop.trim()) {
                Some(hop) => caller = hop.to_canonical(),
                None => break,
            }
        }
        Self(caller)
    }

    /// What limits count by: the address itself, or for IPv6 the network that one household or phone is given.
    pub fn network(self) -> IpNet {
        let length = if self.0.is_ipv4() { 32 } else { 64 };
        IpNet::new(self.0, length).expect("these lengths fit their addresses").trunc()
    }
}

/// Some proxies add the port.
fn address(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(forwarded: &str, trusted: &[&str]) -> String {
        let request = Request::builder().header("x-forwarded-for", forwarded).finish();
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        Caller::of(&request, &trusted).0.to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ours = ["127.0.0.0/8", "10.0.0.0/8"];

        assert_eq!(caller("203.0.113.7", &[]), "127.0.0.1");
        assert_eq!(caller("203.0.113.7", &ours), "203.0.113.7");
        assert_eq!(caller("203.0.113.7, 10.0.0.2", &ours), "203.0.113.7");
        assert_eq!(caller("198.51.100.1, 203.0.113.7, 10.0.0.2", &ours), "203.0.113.7");
        assert_eq!(caller("198.51.100.1, nonsense, 10.0.0.2", &ours), "10.0.0.2");
        assert_eq!(caller("[2001:db8::1]:4711", &ours), "2001:db8::1");
        assert_eq!(caller("::ffff:203.0.113.7", &ours), "203.0.113.7");
    }

    #[test]
    fn a_household_counts_as_one() {
        let one = Caller("2001:db8:1:2:3:4:5:6".parse().unwrap()).network();
        assert_eq!(one, Caller("2001:db8:1:2::9".parse().unwrap()).network());
        assert_ne!(one, Caller("2001:db8:1:3::9".parse().unwrap()).network());
    }
}
