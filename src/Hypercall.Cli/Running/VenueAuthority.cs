using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hypercall.Cli.Running;

/// <summary>
/// The authority that makes hosts of one venue: a key and its certificate, in files. It signs nothing else, and no list
/// of the machine knows it.
/// </summary>
internal sealed class VenueAuthority(X509Certificate2 own, DateTimeOffset now)
{
    private const string AuthorityFile = "authority.pem";
    private const string AuthorityKeyFile = "authority.key";
    private const int AuthorityYears = 10;
    private const int SerialBytes = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the authority in a folder, or makes one where there is none.</summary>
    /// <exception cref="InputException">Its files are damaged, or only one of them is there.</exception>
    public static VenueAuthority Open(string folder, DateTimeOffset now)
    {
        string file = Path.Combine(folder, AuthorityFile);
        string keyFile = Path.Combine(folder, AuthorityKeyFile);
        try
        {
            if (!File.Exists(file) && !File.Exists(keyFile))
                Make(folder, now);
            return new VenueAuthority(X509Certificate2.CreateFromPemFile(file, keyFile), now);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException)
        {
            throw new InputException(folder, exception.Message);
        }
    }

    /// <summary>Makes the folder of a host, unless it has one.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="days">For how long its certificate is good; not beyond the authority's own.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="InputException">The name is none.</exception>
    public string Certify(string parent, string host, int days)
    {
        string folder = Path.Combine(parent, host);
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw new InputException(host, "is no name or address of a host");
        if (Directory.Exists(folder))
            return folder;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = RequestFor(host, key).Create(
            own,
            now.AddHours(-1),
            Earlier(now.AddDays(days), own.NotAfter),
            RandomNumberGenerator.GetBytes(SerialBytes));
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "node.key"), key.ExportPkcs8PrivateKeyPem(), OwnerOnly);
        Write(Path.Combine(folder, "node.pem"), certificate.ExportCertificatePem());
        Write(Path.Combine(folder, AuthorityFile), own.ExportCertificatePem());
        return folder;
    }

    private static void Make(string folder, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Hypercall venue authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(AuthorityYears));
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, AuthorityKeyFile), key.ExportPkcs8PrivateKeyPem(), OwnerOnly);
        Write(Path.Combine(folder, AuthorityFile), certificate.ExportCertificatePem());
    }

    /// <summary>A node is server and client at once.</summary>
    private static CertificateRequest RequestFor(string host, ECDsa key)
    {
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out IPAddress? address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request;
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    /// <summary>A new file; a key is nobody else's from its first byte on.</summary>
    private static void Write(string path, string text, UnixFileMode? mode = null)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using var stream = new StreamWriter(path, options);
        stream.Write(text);
    }
}
