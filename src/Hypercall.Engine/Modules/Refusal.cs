namespace Hypercall.Engine.Modules;

/// <summary>
/// What a check has against a command, one for each code. A check that has nothing gives null: checks follow one
/// another in one expression, and each that passes costs a comparison.
/// </summary>
internal sealed class Refusal
{
    private static readonly Refusal[] _byCode =
        [.. Enumerable.Range(0, byte.MaxValue + 1).Select(code => new Refusal((RejectCode)code))];

    private Refusal(RejectCode code)
    {
        Code = code;
    }

    public RejectCode Code { get; }

    public static implicit operator Refusal(RejectCode code) => _byCode[(byte)code];
}
