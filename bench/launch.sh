# Shared by bench/run and bench/jmh: finds a JDK 25, builds what is missing or older than its sources, and sets `root`, `java` (the
# command line up to the main class) for them. The flags are those of ./obverse.
# shellcheck shell=bash
root=$(cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
target=$root/obverse-bench/target
stamp=$target/bench.stamp

fail() {
  echo "bench: $*" >&2
  exit 1
}

is_jdk_25() {
  [[ -x $1/bin/javac && -r $1/release ]] && grep -Eq '^JAVA_VERSION="25([."+-]|$)' "$1/release"
}

find_jdk_25() {
  local found home
  local homes=("${JAVA_HOME:-}")
  if found=$(command -v java); then
    homes+=("$(dirname -- "$(dirname -- "$(readlink -f -- "$found")")")")
  fi
  homes+=(/usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home)
  for home in "${homes[@]}"; do
    if [[ -n $home ]] && is_jdk_25 "$home"; then
      echo "$home"
      return
    fi
  done
  return 1
}

up_to_date() {
  [[ -f $stamp ]] &&
    [[ -z $(find "$root/pom.xml" "$root"/obverse-{core,bench}/pom.xml "$root"/obverse-{core,bench}/src/main -newer "$stamp" -print -quit) ]]
}

build() {
  command -v mvn >/dev/null || fail "Maven is missing: install it (Debian: apt-get install maven) and run this again."
  local log=$target/bench-build.log
  mkdir -p "$target"
  rm -rf "$stamp" "$target"/*.jar "$target/lib"
  touch "$stamp.next"
  echo "building obverse-bench ..." >&2
  if ! (cd "$root" && JAVA25_HOME=$jdk mvn -B -q -Dmaven.test.skip=true -Dtest-on-17.skip=true -pl obverse-bench -am package) \
      >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    fail "the build failed; what Maven said is above and in $log."
  fi
  mv "$stamp.next" "$stamp"
}

jdk=$(find_jdk_25) ||
  fail "needs a JDK 25: install one (Debian 13: apt-get install openjdk-25-jdk; elsewhere: https://adoptium.net) or set JAVA_HOME to it."
up_to_date || build
jars=("$target"/obverse-bench-*.jar)
pages=()
if grep -qs '\[madvise\]\|\[always\]' /sys/kernel/mm/transparent_hugepage/enabled; then pages=(-XX:+UseTransparentHugePages); fi
# shellcheck disable=SC2034 # read by the scripts that source this
java=("$jdk/bin/java" -XX:+UseParallelGC "${pages[@]}" -XX:MaxRAMPercentage=50 --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
  -cp "${jars[0]}:$target/lib/*")
