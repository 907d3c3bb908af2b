using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// A TCP relay in front of a node or a database, which drops what a fault says. A connection belongs to the process that
/// opened it, found by its port, so that one process can be cut off from a target that others reach.
/// </summary>
internal sealed class FaultyLink : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly TcpListener _listener;
    private readonly Func<EndPoint> _target;
    private readonly CancellationTokenSource _end = new();
    private volatile Func<int, LinkFault> _fault = static _ => LinkFault.None;

    /// <summary>A relay on a free port of 127.0.0.1.</summary>
    public FaultyLink(Func<EndPoint> target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _ = AcceptAsync();
    }

    public FaultyLink(int port, Func<EndPoint> target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What happens to the traffic of each process, given its id; it takes effect at once.</summary>
    public void Break(Func<int, LinkFault> fault) => _fault = fault;

    public void Mend() => _fault = static _ => LinkFault.None;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_end.Token);
                _ = RelayAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            return;
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using Socket near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        near.NoDelay = far.NoDelay = true;
        int process = ProcessConnections.OwnerOf(((IPEndPoint)near.RemoteEndPoint!).Port);
        try
        {
            await far.ConnectAsync(_target(), _end.Token);
            await Task.WhenAny(
                PumpAsync(near, far, () => _fault(process) is LinkFault.Inward or LinkFault.Both),
                PumpAsync(far, near, () => _fault(process) is LinkFault.Outward or LinkFault.Both));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            return;
        }
    }

    /// <summary>Drops what comes while the fault lasts: a connection that lost bytes is of no more use and closes.</summary>
    private async Task PumpAsync(Socket from, Socket to, Func<bool> isBroken)
    {
        byte[] buffer = new byte[BufferBytes];
        bool hasLost = false;
        while (true)
        {
            int read = await from.ReceiveAsync(buffer, _end.Token);
            bool isLost = isBroken();
            if (read == 0 || (hasLost && !isLost))
                return;
            hasLost |= isLost;
            if (!isLost)
                await to.SendAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}

/// <summary>Which direction of a link loses what is sent, as seen by who opened the connection.</summary>
internal enum LinkFault
{
    None,

    /// <summary>What it sends.</summary>
    Inward,

    /// <summary>What it is sent.</summary>
    Outward,

    Both,
}

/// <summary>Which process holds a TCP connection of this machine.</summary>
internal static class ProcessConnections
{
    private const int InodeColumn = 9;
    private const int LocalColumn = 1;

    /// <returns>The process whose connection has this local port; 0 where there is none.</returns>
    public static int OwnerOf(int port)
    {
        string ending = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        string? inode = Rows().Where(row => row[LocalColumn].EndsWith(ending, StringComparison.Ordinal))
            .Select(row => row[InodeColumn]).FirstOrDefault(found => found != "0");
        if (inode is null)
            return 0;
        string link = $"socket:[{inode}]";
        return Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
            .FirstOrDefault(id => id > 0 && Holds(id, link));
    }

    private static IEnumerable<string[]> Rows() => new[] { "/proc/net/tcp", "/proc/net/tcp6" }
        .Where(File.Exists)
        .SelectMany(file => File.ReadLines(file).Skip(1))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool Holds(int process, string link)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Any(file => file.LinkTarget == link);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or is another user's.
            return false;
        }
    }
}
