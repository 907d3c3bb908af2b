using System.Reflection;
using System.Runtime.InteropServices;

namespace Hypercall.Hashing;

/// <summary>
/// The one function that is called of OpenSSL's libcrypto, and whether it is there. Only libraries are looked for whose
/// SHA256_CTX has the layout that <see cref="LibcryptoSha256"/> relies on: OpenSSL 3 and 1.1, by their names on Linux.
/// </summary>
internal static class Libcrypto
{
    private const string Import = "hypercall-libcrypto";
    private const string Function = "SHA256_Update";
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1"];
    private static readonly nint Handle = Load();

    static Libcrypto() => NativeLibrary.SetDllImportResolver(typeof(Libcrypto).Assembly, Resolve);

    /// <summary>Whether the function can be called.</summary>
    public static bool IsThere => Handle != 0;

    /// <summary>Feeds bytes to a SHA256_CTX.</summary>
    /// <param name="context">Its first word.</param>
    /// <param name="data">The first byte.</param>
    /// <param name="count">How many.</param>
    [DllImport(Import, EntryPoint = Function, ExactSpelling = true)]
    public static extern int Update(ref uint context, ref readonly byte data, nuint count);

    /// <summary>The same for what takes less than some microseconds: a collection of garbage waits for it.</summary>
    [DllImport(Import, EntryPoint = Function, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int UpdateShort(ref uint context, ref readonly byte data, nuint count);

    private static nint Load()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint handle) && NativeLibrary.TryGetExport(handle, Function, out _))
                return handle;
        }

        return 0;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Import ? Handle : 0;
}
