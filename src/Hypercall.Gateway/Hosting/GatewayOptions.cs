using System.Net;
using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Storage;

namespace Hypercall.Gateway.Hosting;

/// <summary>
/// Everything under <c>hypercall.gateway</c>, checked. hocon/reference.conf says what each setting means. As text it
/// shows no secret.
/// </summary>
public sealed partial record GatewayOptions
{
    private const string Block = "gateway.";
    private const int MostPerMinute = 100_000_000;
    private const int ShortestKeyMaster = 32;
    private const int MostReads = 1_024;
    private const int MostConnections = 1 << 20;
    private const int LeastUnread = 64 << 10;
    private const int MostUnread = 1 << 30;
    private const string HistoryTaken = "a file, a PostgreSQL connection string without a password, env:NAME or "
        + "file:PATH of one with or without, or nothing";

    private const string ProxiesTaken = "a list of addresses and networks such as 127.0.0.1 and 10.0.0.0/8";

    /// <summary>Where it listens, an http URL; null: it serves nobody.</summary>
    public required Uri? Url { get; init; }

    /// <summary>The market partition that it serves.</summary>
    public required string Partition { get; init; }

    /// <summary>Chain id of the domain that writes are signed for.</summary>
    public long ChainId { get; init; } = 998;

    /// <summary>On: what a wallet has may be read without proof of ownership.</summary>
    public bool PublicReads { get; init; } = true;

    /// <summary>Where the history is kept: a SQLite file or a PostgreSQL connection string itself; empty: in a file of
    /// its own that goes with the gateway.</summary>
    public string History { get; init; } = "";

    /// <summary>Reads of the history that run at once.</summary>
    public int HistoryReads { get; init; } = 16;

    /// <summary>How many of them may be of one client.</summary>
    public int HistoryReadsPerClient { get; init; } = 4;

    /// <summary>Of what sessions and the secrets of API keys are made; empty: of something that the process makes up
    /// at its start.</summary>
    public string KeyMaster { get; init; } = "";

    /// <summary>Origins whose pages may write, besides the gateway's own; "*": all.</summary>
    public IReadOnlyList<string> WriteOrigins { get; init; } = [];

    /// <summary>Proxies in front of it, which are believed about who sends a request and whether he came by TLS; of
    /// all others the address is that of the connection.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Limits per minute by tier; a tier that is not named has those of <c>default</c>.</summary>
    public IReadOnlyDictionary<string, TierLimits> Limits { get; init; } =
        new Dictionary<string, TierLimits> { [TierLimits.Default] = new(60, 120, 600) };

    /// <summary>Requests per minute of one address, before any signature is looked at; 0: off.</summary>
    public int AddressRequestsPerMinute { get; init; } = 6_000;

    /// <summary>Open connections of one address, those of sockets too; 0: as many as it likes. Those of a proxy that is
    /// named are not counted.</summary>
    public int ConnectionsPerAddress { get; init; } = 256;

    /// <summary>Bytes of answers that one address may leave unread; one that is longer is given where none
    /// other is.</summary>
    public int UnreadBytesPerAddress { get; init; } = 64 << 20;

    /// <summary>On: a socket that offers permessage-deflate is sent what is public in it.</summary>
    public bool Compression { get; init; }

    /// <summary>Bounds of sockets.</summary>
    public SocketLimits Socket { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>False for the chain of real money.</summary>
    internal bool IsTestnet => ChainId != 999;

    /// <summary>The clock's time, ms since the epoch.</summary>
    internal long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What it serves and where, without history and secret.</summary>
    public override string ToString() => $"gateway of partition {Partition}, {Url?.ToString() ?? "without a URL"}";

    /// <summary>Reads the settings of a system whose configuration <see cref="HypercallConfig"/> composed.</summary>
    /// <exception cref="SettingException">One is missing or takes another value.</exception>
    public static GatewayOptions Read(Config config) => Read(new SettingReader(config));

    /// <summary>Whether an address is one of the proxies'.</summary>
    internal bool IsProxy(IPAddress address) => Proxies.Any(network => network.Contains(address)
        || (address.IsIPv4MappedToIPv6 && network.Contains(address.MapToIPv4())));

    internal static GatewayOptions Read(SettingReader reader)
    {
        string partition = reader.Text(
            Block + "partition", "one of hypercall.partitions, or nothing", mayBeEmpty: true);
        IReadOnlyList<string> partitions = reader.Texts("partitions", "a list of names");
        if (partition.Length > 0 && !partitions.Contains(partition))
            throw new SettingException("hypercall.gateway.partition", "one of hypercall.partitions", partition);
        return new GatewayOptions
        {
            Url = ReadUrl(reader),
            Partition = partition.Length > 0 ? partition : partitions[0],
            ChainId = reader.Number(Block + "chain-id", 1, long.MaxValue),
            PublicReads = reader.Switch(Block + "public-reads"),
            History = ReadElsewhere(reader, Block + "history", HistoryTaken),
            HistoryReads = (int)reader.Number(Block + "history-reads", 1, MostReads),
            HistoryReadsPerClient = (int)reader.Number(Block + "history-reads-per-client", 1, MostReads),
            KeyMaster = ReadKeyMaster(reader),
            WriteOrigins = reader.Texts(Block + "write-origins", "a list of origins such as https://venue.example"),
            Proxies = [.. reader.Texts(Block + "proxies", ProxiesTaken).Select(ReadProxy)],
            Limits = ReadLimits(reader),
            Compression = reader.Switch(Block + "compression"),
            Socket = SocketLimits.Read(reader),
            AddressRequestsPerMinute = (int)reader.Number(Block + "address-requests-per-minute", 0, MostPerMinute),
            ConnectionsPerAddress = (int)reader.Number(Block + "connections-per-address", 0, MostConnections),
            UnreadBytesPerAddress = (int)reader.Bytes(Block + "unread-bytes-per-address", LeastUnread, MostUnread),
        };
    }

    private static Dictionary<string, TierLimits> ReadLimits(SettingReader reader) =>
        reader.Members(Block + "limits").ToDictionary(
            tier => tier, tier => TierLimits.Read(reader, $"{Block}limits.{tier}."), StringComparer.Ordinal);

    private static IPNetwork ReadProxy(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out IPNetwork network)
            ? network
            : throw new SettingException("hypercall.gateway.proxies", ProxiesTaken, text);
    }

    private static string ReadKeyMaster(SettingReader reader)
    {
        string takes = $"a secret of at least {ShortestKeyMaster} letters, env:NAME or file:PATH of one, or nothing";
        string text = ReadElsewhere(reader, Block + "key-master", takes);
        return text.Length is 0 or >= ShortestKeyMaster
            ? text
            : throw new SettingException("hypercall.gateway.key-master", takes, "one that is shorter");
    }

    /// <summary>A text that may hold a secret where it stands elsewhere, and there alone.</summary>
    private static string ReadElsewhere(SettingReader reader, string path, string takes) =>
        ConnectionText.Resolve($"{SettingReader.Root}.{path}", reader.Text(path, takes, mayBeEmpty: true));

    private static Uri? ReadUrl(SettingReader reader)
    {
        const string takes = "an http URL of an address such as http://127.0.0.1:3000, of all as http://0.0.0.0:3000, "
            + "or nothing";
        string text = reader.Text(Block + "url", takes, mayBeEmpty: true);
        if (text.Length == 0)
            return null;
        // The server would take any other name for all addresses of the machine.
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            && url is { Scheme: "http", AbsolutePath: "/" }
            && (url.Host == "localhost" || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            ? url
            : throw new SettingException("hypercall.gateway.url", takes, text);
    }
}
