namespace Hypercall.Engine.Commands;

/// <summary>
/// What a command must keep to have a canonical encoding at all: wider than what the engine accepts, so that a command
/// the engine rejects can still be journaled and replayed. A host checks a command that did not come out of a decoder
/// with <see cref="FirstViolation(EngineCommand)"/> before it is sequenced: what is beyond these limits could be
/// written but never read back.
/// </summary>
public static class CommandLimits
{
    /// <summary>Most actions of a bulk.</summary>
    public const int MaxBulkActions = 1000;

    /// <summary>Most legs of a request for quote.</summary>
    public const int MaxRfqLegs = 1000;

    /// <summary>Largest amount of cash, either sign: 1e32 units (1e18 USDC).</summary>
    public static readonly Int128 MaxCashUnits = Int128.Parse("100000000000000000000000000000000");

    /// <summary>The first thing that keeps an envelope or its command from being read back, or null.</summary>
    public static string? FirstViolation(in CommandEnvelope envelope)
    {
        if (envelope.Command is null)
            return "command is missing";
        var check = new LimitCheck();
        EnvelopeShape.Walk(ref check, envelope);
        return check.Violation;
    }

    /// <summary>The first thing that keeps a command from being read back, or null; it names the field.</summary>
    public static string? FirstViolation(EngineCommand command)
    {
        var check = new LimitCheck();
        CommandShapes.Walk(ref check, command.Type, command);
        return check.Violation;
    }
}
