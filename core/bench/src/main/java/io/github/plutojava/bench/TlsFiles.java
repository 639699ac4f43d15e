package io.github.plutojava.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate for this machine, and a trust store for all clients alike: a copy of the JDK's with
 * that certificate added, so that reading it takes as long as it does elsewhere.
 */
final class TlsFiles {
  private static final String PASSWORD = "changeit";

  private final Path keyStore;
  private final Path trustStore;

  TlsFiles(Path folder) throws IOException, GeneralSecurityException {
    // As in the JDK's own: no client needs a password to read the certificates.
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");

    HeldCertificate held =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    keyStore = folder.resolve("key-store.p12");
    trustStore = folder.resolve("trust-store");

    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        held.keyPair().getPrivate(),
        PASSWORD.toCharArray(),
        new Certificate[] {held.certificate()});
    write(keys, keyStore);

    Path theirs = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    KeyStore trusted = KeyStore.getInstance(theirs.toFile(), PASSWORD.toCharArray());
    trusted.setCertificateEntry("benchmark server", held.certificate());
    write(trusted, trustStore);
  }

  private static void write(KeyStore store, Path path)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(path)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  List<String> serverFlags() {
    return List.of(
        "-Djavax.net.ssl.keyStore=" + keyStore,
        "-Djavax.net.ssl.keyStorePassword=" + PASSWORD,
        "-Djavax.net.ssl.trustStore=" + trustStore);
  }

  List<String> clientFlags() {
    return List.of("-Djavax.net.ssl.trustStore=" + trustStore);
  }
}
