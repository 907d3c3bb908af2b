using System.Collections.Concurrent;
using Hypercall.Sequencer.Client;

namespace Hypercall.Gateway.Writes;

/// <summary>A client for each signer: the engine's queue gives each a share of its own.</summary>
internal sealed class EngineClients(GatewayVenue venue)
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<WalletAddress, IEngineClient> _clients = new();

    /// <summary>The signer's client; one that is forgotten is made anew.</summary>
    public IEngineClient Of(WalletAddress signer)
    {
        if (_clients.Count >= Most)
            _clients.Clear();
        return _clients.GetOrAdd(signer, venue.NewClient);
    }
}
