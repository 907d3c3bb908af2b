using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;

namespace Hypercall.Actors.Wire;

/// <summary>
/// What a host proves itself with, and by whom others must be certified: a folder with <see cref="NodeFile"/>,
/// <see cref="KeyFile"/> and <see cref="AuthorityFile"/>, all PEM. The machine's own list of authorities counts for
/// nothing: only the venue's authority makes a venue host.
/// </summary>
internal sealed class WireCertificates(X509Certificate2 own, X509Certificate2Collection authorities)
{
    /// <summary>This host's certificate.</summary>
    public const string NodeFile = "node.pem";

    /// <summary>Its private key.</summary>
    public const string KeyFile = "node.key";

    /// <summary>The certificate of the venue's authority; several while one follows the other.</summary>
    public const string AuthorityFile = "authority.pem";

    /// <summary>Reads a folder.</summary>
    /// <exception cref="SettingException">A file is not there or is none, or this host's certificate is not the
    /// authority's.</exception>
    public static WireCertificates Read(string folder)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(Path.Combine(folder, AuthorityFile));
            X509Certificate2 own = ReadOwn(folder);
            var certificates = new WireCertificates(own, authorities);
            return certificates.WhyNot(own) is { } why
                ? throw new CryptographicException($"{NodeFile}: {why}")
                : certificates;
        }
        catch (Exception exception) when (exception is IOException or CryptographicException
            or UnauthorizedAccessException)
        {
            throw WireSecurity.Refusal($"{folder}: {exception.Message}", exception);
        }
    }

    /// <summary>For the transport: this host's certificate, and both sides' checked against the authority.</summary>
    public DotNettySslSetup ToSetup() => new(
        own,
        suppressValidation: false,
        requireMutualAuthentication: true,
        validateCertificateHostname: false,
        (certificate, _, peer, errors, log) =>
        {
            string? why = certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)
                ? "it shows no certificate"
                : WhyNot(certificate);
            if (why is not null)
                log.Warning("{0} is refused: {1}", peer, why);
            return why is null;
        });

    /// <summary>Why a certificate makes no venue host; null: it does.</summary>
    public string? WhyNot(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate)
            ? null
            : string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')));
    }

    /// <summary>By way of PKCS #12, since not every platform's TLS takes a key that was read from PEM.</summary>
    private static X509Certificate2 ReadOwn(string folder)
    {
        using X509Certificate2 own = X509Certificate2.CreateFromPemFile(
            Path.Combine(folder, NodeFile), Path.Combine(folder, KeyFile));
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null);
    }
}
