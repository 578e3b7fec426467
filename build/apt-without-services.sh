# Installs Debian packages, its arguments, without letting any of them start a service, on machines with systemd and without. Run as root.
#
# The scripts of packages start services by `invoke-rc.d` and `deb-systemd-invoke`, found by the path that apt gives them. There these two are ours, and
# do nothing. Nothing of the system is written for it (no /usr/sbin/policy-rc.d): whatever kills this, whenever, there is nothing to put back.
# The services of new servers are switched off for the next boot too.
set -eu
export DEBIAN_FRONTEND=noninteractive

# What an earlier version of this, killed, had put aside.
kept=/usr/sbin/policy-rc.d.before-backchannel
if [ -e "$kept" ]; then mv "$kept" /usr/sbin/policy-rc.d; fi

stubs=$(mktemp -d)
finish() {
  rm -rf "$stubs"
  for service in prosody coturn postgresql; do
    case " $* " in *" $service "*)
      if command -v update-rc.d > /dev/null; then update-rc.d "$service" disable > /dev/null 2>&1 || true; fi;;
    esac
  done
}
trap 'finish "$@"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
for command in invoke-rc.d deb-systemd-invoke; do
  printf '#!/bin/sh\nexit 0\n' > "$stubs/$command"
  chmod 755 "$stubs/$command"
done
chmod 755 "$stubs"

apt-get -q -o DPkg::Lock::Timeout=300 update || echo 'Going on with the package lists that are here.'
apt-get -q -y -o DPkg::Lock::Timeout=300 -o DPkg::Path="$stubs:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" --no-install-recommends install "$@"
