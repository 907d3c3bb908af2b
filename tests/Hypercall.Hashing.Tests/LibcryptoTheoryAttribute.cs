namespace Hypercall.Hashing.Tests;

/// <summary>A test of several cases that needs libcrypto; skipped where there is none.</summary>
internal sealed class LibcryptoTheoryAttribute : TheoryAttribute
{
    public LibcryptoTheoryAttribute() => Skip = Libcrypto.IsThere ? null : "no libcrypto of OpenSSL 3 or 1.1 is here";
}
