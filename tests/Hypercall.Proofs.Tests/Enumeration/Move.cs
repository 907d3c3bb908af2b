using Hypercall.Engine.Commands;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>One letter of an alphabet: a command, made from the state where it names what is there.</summary>
/// <param name="Name">For reports.</param>
/// <param name="StepMs">How much later than the command before it.</param>
/// <param name="Make">The command.</param>
internal sealed record Move(string Name, long StepMs, Func<EngineState, EngineCommand> Make)
{
    public Move(EngineCommand command, long stepMs = 0)
        : this(stepMs == 0 ? NameOf(command) : $"{NameOf(command)} after {stepMs} ms", stepMs, _ => command)
    {
    }

    private static string NameOf(EngineCommand command) => command is PlaceOrder { Order: var o } place
        ? $"{place.Wallet.ToString()[^1]} {o.Side} {o.Symbol[^1]} {o.Size}@{o.Price} {o.TimeInForce} {o.Flags} {o.Stp}"
        : CommandText.Of(command);
}
