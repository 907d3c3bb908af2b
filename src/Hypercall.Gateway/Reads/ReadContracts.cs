using Hypercall.Engine.Domain;
using Microsoft.AspNetCore.Routing;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// Routes plugged into the gateway; register it as a service and it is mapped. What it maps leaves
/// <see cref="Routes.PendingRoutes"/>.
/// </summary>
internal interface IGatewayRoutes
{
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>Content that follows the engine: which sequence it is as of, and waiting for a later one.</summary>
internal interface IFollowsEngine
{
    /// <summary>Last sequence in it.</summary>
    long Sequence { get; }

    /// <summary>Last sequence that it knows of.</summary>
    long KnownSequence { get; }

    /// <summary>True while it lacks something that it knows of.</summary>
    bool IsRepairing { get; }

    /// <summary>Completes when <paramref name="sequence"/> is in it: true; or after the patience: false.</summary>
    Task<bool> ReachAsync(long sequence, TimeSpan patience, CancellationToken cancellation);
}

/// <summary>
/// What writes need to know of wallets before anything goes to the engine: who exists, who may sign for whom, and in
/// which tier of limits they are.
/// </summary>
internal interface IAccountDirectory : IFollowsEngine
{
    /// <summary>What is known of a wallet; null: no accepted command has touched it.</summary>
    AccountLine? Find(WalletAddress wallet);
}

/// <summary>One wallet in the directory.</summary>
/// <param name="Tier">Its tier's name, or null.</param>
/// <param name="Agents">Agents that were not revoked, in the order of their approval.</param>
internal sealed record AccountLine(string? Tier, IReadOnlyList<AgentLine> Agents);

/// <summary>An agent of a wallet.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="ExpiresAtMs">Exclusive end of its authority; null: none.</param>
internal readonly record struct AgentLine(WalletAddress Agent, long? ExpiresAtMs);
