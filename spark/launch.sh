# Shared by the scripts of this folder: builds what is missing or older than its sources, and starts a standalone master and two workers on
# loopback from the jars that Maven brings. Sets `root`, `scratch`, `master` and `submit` (the command line up to the main class); stops all at the
# end. SPARK_CORES and SPARK_MEMORY are what each worker has (1 and 2g unless said), SPARK_DRIVER_MEMORY what the driver has (2g).
# shellcheck shell=bash
root=$(cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
target=$root/obverse-spark/target
stamp=$target/spark.stamp
scratch=$(mktemp -d)
processes=()

fail() {
  echo "spark: $*" >&2
  exit 1
}

# What was started here is stopped here: workers end their executors.
stop() {
  local pid
  for pid in "${processes[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${processes[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

up_to_date() {
  [[ -f $stamp ]] &&
    [[ -z $(find "$root/pom.xml" "$root"/obverse-{core,spark}/pom.xml "$root"/obverse-{core,spark}/src/main -newer "$stamp" -print -quit) ]]
}

build() {
  command -v mvn >/dev/null || fail "Maven is missing: install it (Debian: apt-get install maven) and run this again."
  local log=$target/spark-build.log
  mkdir -p "$target"
  rm -rf "$stamp" "$target"/*.jar "$target/lib" "$target/spark"
  touch "$stamp.next"
  echo "building obverse-spark ..." >&2
  if ! (cd "$root" && mvn -B -q -Dmaven.test.skip=true -Dtest-on-17.skip=true -pl obverse-spark -am package) >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    fail "the build failed; what Maven said is above and in $log."
  fi
  mv "$stamp.next" "$stamp"
}

# The first line of a log that has an address of Spark's.
address() { # log file
  local i found
  for i in {1..300}; do
    if found=$(grep -o -m 1 'spark://127.0.0.1:[0-9]*' "$1" 2>/dev/null); then
      echo "$found"
      return
    fi
    sleep 0.1
  done
  cat "$1" >&2
  return 1
}

background() { # name, command ...
  local name=$1
  shift
  "$@" >"$scratch/$name.log" 2>&1 </dev/null &
  processes+=("$!")
}

up_to_date || build
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || fail "needs a JDK, 17 or later: install one or set JAVA_HOME to it."
release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
# Spark's own flags; JDK 24 and later warn of what Spark does with sun.misc.Unsafe unless they are told to allow it.
flags=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED)
for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
  flags+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
done
for package in jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  flags+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
# The tables of a round are a few large arrays, made anew each time: the default collector marks without end because of them, beside the one thread
# that trains (docs/spark.md has what that costs).
executor="-XX:+UseParallelGC -XX:+UseTransparentHugePages"
if ((release >= 24)); then
  unsafe=--sun-misc-unsafe-memory-access=allow
  executor+=" $unsafe"
  flags+=("$unsafe")
fi

export SPARK_HOME=$target/spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 SPARK_NO_DAEMONIZE=1
mkdir -p "$scratch"/{conf,checkpoints,local}
export SPARK_CONF_DIR=$scratch/conf SPARK_LOCAL_DIRS=$scratch/local
cat >"$scratch/conf/log4j2.properties" <<'LOG'
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n%ex
logger.deploy.name = org.apache.spark.deploy
logger.deploy.level = info
LOG
classes="$scratch/conf:$SPARK_HOME/jars/*"
background master "$java" -Xmx512m "${flags[@]}" -cp "$classes" org.apache.spark.deploy.master.Master \
  --host 127.0.0.1 --port 0 --webui-port 0
master=$(address "$scratch/master.log") || fail "the master did not start."
for worker in 1 2; do
  background "worker$worker" "$java" -Xmx512m "${flags[@]}" -cp "$classes" org.apache.spark.deploy.worker.Worker \
    --host 127.0.0.1 --port 0 --webui-port 0 --cores "${SPARK_CORES:-1}" --memory "${SPARK_MEMORY:-2g}" --work-dir "$scratch/work$worker" "$master"
done

jars=("$target"/obverse-spark-*.jar "$target"/lib/*.jar)
others=$(IFS=,; echo "${jars[*]:1}")
# shellcheck disable=SC2034 # read by the scripts that source this
submit=("$java" "-Xmx${SPARK_DRIVER_MEMORY:-2g}" "${flags[@]}" -cp "$classes" org.apache.spark.deploy.SparkSubmit --master "$master"
  --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false --conf "spark.checkpoint.dir=$scratch/checkpoints"
  --conf "spark.driver.memory=${SPARK_DRIVER_MEMORY:-2g}" --conf "spark.executor.memory=${SPARK_MEMORY:-2g}"
  --conf "spark.executor.extraJavaOptions=$executor" --conf spark.sql.shuffle.partitions=4
  --jars "$others")
app=${jars[0]}
