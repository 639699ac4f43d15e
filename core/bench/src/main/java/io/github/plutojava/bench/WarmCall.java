package io.github.plutojava.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH measures: one call after another, on one connection. */
@State(Scope.Thread)
public class WarmCall {
  @Param("PLUTO")
  public String contenderKind;

  @Param("http://localhost:0")
  public String url;

  private Contender contender;

  @Setup
  public void connect() {
    contender = ContenderKind.valueOf(contenderKind).create(url);
  }

  @Benchmark
  public String resume() throws Exception {
    return contender.resume();
  }
}
