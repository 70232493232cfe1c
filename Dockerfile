# Builds the command line from its sources and runs it: docker build -t obverse . (docs/serving.md, "In a container").
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY obverse-core obverse-core
COPY obverse-data obverse-data
COPY obverse-lab obverse-lab
COPY obverse-serve obverse-serve
COPY obverse-cli obverse-cli
COPY obverse-bench/pom.xml obverse-bench/pom.xml
COPY obverse-spark/pom.xml obverse-spark/pom.xml
RUN mvn -B -q -Dmaven.test.skip=true -Dtest-on-17.skip=true -pl obverse-cli -am package

FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --no-create-home obverse && install -d -o obverse /feedback
COPY --from=build /src/obverse-cli/target/lib /opt/obverse/lib
COPY --from=build /src/obverse-cli/target/obverse-cli-*.jar /opt/obverse/obverse.jar
USER 10001
VOLUME /feedback
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+UseParallelGC", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/obverse/obverse.jar"]
CMD ["--help"]
