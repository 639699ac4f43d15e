package io.github.plutojava.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the body of an error, besides what the recorded exchanges show. */
class ErrorBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          {"error":"no"}                              | no                    | -    | false
          {"error":"Run not found"}                   | Run not found         | -    | true
          {"error":"run not found"}                   | run not found         | -    | false
          {"error":"Not Found"}                       | Not Found             | -    | false
          {"message":"why","error":"Run not found"}   | Run not found         | why  | true
          {"message":"why","more":[1,{}],"error":"no"}| no                    | why  | false
          {"message":"Run not found"}                 | Run not found         | -    | false
          {"error":1,"message":2}                     | ``                    | -    | false
          {"detail":"Run not found"}                  | Run not found         | -    | true
          {"detail":"Not Found"}                      | Not Found             | -    | false
          {"detail":[{"msg":"field required"}]}       | field required        | -    | false
          {"detail":"Run not found","message":"m"}    | Run not found         | m    | true
          {"detail":"d","error":"no"}                 | no                    | -    | false
          {}                                          | ``                    | -    | false
          {"error":{"code":404,"message":"m"}}        | m                     | -    | false
          {"error":{}}                                | ``                    | -    | false
          {"error":{"issues":[]}}                     | ``                    | -    | false
          {"error":{"issues":[{"message":"m"}]}}      | m                     | -    | false
          {"error":{"issues":[{"path":["a",0,"b"],"message":"m"},{"message":"n","path":[]}]}} | a.0.b: m; n | - | false
          {"error":{"name":"ZodError","issues":[{"code":{},"message":1}],"x":[1]}}            | ``          | - | false
          {"detail":[]}                               | ``                    | -    | false
          {"detail":["a",[1],{"msg":"b","loc":["body",9]}]} | a; body.9: b     | -    | false
          {"detail":[                                 | {"detail":[           | -    | false
          {"error":                                   | {"error":             | -    | false
          [1,2]                                       | [1,2]                 | -    | false
          <html><TITLE lang="en">502  Bad Gateway</TITLE></html> | 502 Bad Gateway | - | false
          <html>nothing</html>                        | ``                    | -    | false
          `  spoken   words `                         | spoken words          | -    | false
          ``                                          | ``                    | -    | false
          """)
  void readsEveryShape(String body, String error, String message, boolean noSuchRun) {
    assertEquals(new ErrorBody(error, message, noSuchRun), ErrorBody.read(body, null));
  }

  @Test
  void looksAtALongPageOnce() {
    String titles = "<title".repeat((1 << 20) / 6);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertEquals(new ErrorBody("", null, false), ErrorBody.read(titles, null)));
  }
}
