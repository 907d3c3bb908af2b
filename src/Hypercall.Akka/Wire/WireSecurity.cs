using System.Net;
using Akka.Actor.Setup;
using Akka.Remote.Transport.DotNetty;

namespace Hypercall.Actors.Wire;

/// <summary>
/// Who may speak to this system. Whoever reaches its port can join, stop actors and write to the journal, so the port
/// is on this machine alone (loopback), or both sides of every connection prove by certificate that they are hosts of
/// this venue. Anything else ends the start.
/// </summary>
public static class WireSecurity
{
    private const string Path = "wire.certificates";
    private const string HostPath = "akka.remote.dot-netty.tcp.hostname";
    private const string Takes = "a folder with node.pem, node.key and authority.pem ('hypercall certificates' makes "
        + "them) where akka.remote.dot-netty.tcp.hostname is no loopback address";

    /// <summary>
    /// What <see cref="ActorSystem.Create(string, ActorSystemSetup)"/> takes to make a system of these settings: with
    /// certificates where they name any.
    /// </summary>
    /// <param name="config">Composed by <see cref="HypercallConfig"/>.</param>
    /// <exception cref="SettingException">The certificates cannot be used.</exception>
    public static ActorSystemSetup SetupOf(Config config)
    {
        ActorSystemSetup setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));
        return CertificatesOf(config) is { } certificates ? setup.And(certificates.ToSetup()) : setup;
    }

    /// <summary>For a host that makes the system itself; null: the settings name no certificates.</summary>
    internal static DotNettySslSetup? TransportSetupOf(Config config) => CertificatesOf(config)?.ToSetup();

    /// <summary>Until when this system's certificate is good; null: it has none.</summary>
    internal static DateTimeOffset? EndOfCertificate(ActorSystem system) =>
        system.Settings.Setup.Get<DotNettySslSetup>() is { HasValue: true } transport
            ? new DateTimeOffset(transport.Value.Certificate.NotAfter)
            : null;

    /// <summary>The folder of certificates; empty: none.</summary>
    internal static string ReadFolder(SettingReader reader) => reader.Text(Path, Takes, mayBeEmpty: true);

    /// <summary>The layer that turns the transport's encryption on, where there are certificates.</summary>
    internal static Config TransportLayer(SettingReader reader) => ReadFolder(reader).Length == 0
        ? Config.Empty
        : ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.enable-ssl = on");

    /// <summary>Refuses a system that others could reach without proving who they are.</summary>
    /// <exception cref="SettingException">It is open.</exception>
    internal static void RefuseOpen(Config config)
    {
        bool isLocal = config.GetString("akka.actor.provider") is "local" or null;
        if (isLocal || ReadFolder(new SettingReader(config)).Length > 0 || IsLoopback(config.GetString(HostPath)))
            return;
        throw new SettingException($"{SettingReader.Root}.{Path}", Takes, string.Empty);
    }

    internal static SettingException Refusal(string found, Exception cause) =>
        new($"{SettingReader.Root}.{Path}", Takes, found, cause);

    /// <summary>No name server is asked: only what cannot mean another machine is this one.</summary>
    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static WireCertificates? CertificatesOf(Config config)
    {
        string folder = ReadFolder(new SettingReader(config));
        return folder.Length == 0 ? null : WireCertificates.Read(folder);
    }
}
