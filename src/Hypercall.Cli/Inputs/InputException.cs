namespace Hypercall.Cli.Inputs;

/// <summary>
/// An input that cannot be used: no such file, or a line that is not what its format asks for. The verbs turn it into
/// one line on standard error and exit code 2; the message says where and what.
/// </summary>
internal sealed class InputException(string where, string what) : Exception($"{where}: {what}")
{
    /// <summary>A malformed line; <paramref name="line"/> counts from 1.</summary>
    public static InputException AtLine(string path, long line, string what) => new($"{path}:{line}", what);
}
