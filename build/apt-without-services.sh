# Installs Debian packages, its arguments, without letting any of them start a service, on machines with systemd and without. Run as root.
#
# Packages' scripts start services by `invoke-rc.d` and `deb-systemd-invoke`, which they find by the path that apt gives them. This script puts its
# own two, which do nothing, into that path. It writes nothing of the system for that (no /usr/sbin/policy-rc.d), so that nothing has to be put back
# when it is killed. It also switches the services of newly installed servers off for the next boot.
set -eu
export DEBIAN_FRONTEND=noninteractive

# An earlier version of this script put the system's file aside here, and left it there when it was killed.
kept=/usr/sbin/policy-rc.d.before-backchannel
if [ -e "$kept" ]; then mv "$kept" /usr/sbin/policy-rc.d; fi

stubs=$(mktemp -d)
finish() {
  rm -rf "$stubs"
  for service in prosody coturn postgresql ejabberd nginx haproxy; do
    case " $* " in *" $service "* | *" $service-light "*)
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
