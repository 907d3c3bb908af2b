using System.Diagnostics;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Protocol;

/// <summary>One command of a <see cref="SubmitMany"/>.</summary>
/// <param name="Token">Given back in its answer.</param>
/// <param name="Request">The command with its request id, signer and nonce.</param>
/// <param name="Trace">The client's activity, for traces; none by default.</param>
public sealed record SubmitItem(long Token, ClientRequest Request, ActivityContext Trace = default);
