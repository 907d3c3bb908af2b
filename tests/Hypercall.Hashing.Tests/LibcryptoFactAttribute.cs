namespace Hypercall.Hashing.Tests;

/// <summary>A test that needs libcrypto; skipped where there is none.</summary>
internal sealed class LibcryptoFactAttribute : FactAttribute
{
    public LibcryptoFactAttribute() => Skip = Libcrypto.IsThere ? null : "no libcrypto of OpenSSL 3 or 1.1 is here";
}
