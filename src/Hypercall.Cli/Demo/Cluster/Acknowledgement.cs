namespace Hypercall.Cli.Demo.Cluster;

/// <summary>What a client was told of one command.</summary>
/// <param name="Request">The command's request id.</param>
/// <param name="Executed">The sequence at which it was executed.</param>
/// <param name="Answered">The sequence of the try that was answered; another one where that was a repetition.</param>
/// <param name="Hash">The state's hash after that.</param>
internal readonly record struct Acknowledgement(RequestId Request, long Executed, long Answered, Hash256 Hash)
{
    private const int Fields = 4;

    /// <summary>What an outcome acknowledges.</summary>
    public static Acknowledgement Of(RequestId request, ApplyOutput outcome) =>
        new(request, outcome.First?.Sequence ?? outcome.Sequence, outcome.Sequence, outcome.Hash);

    /// <summary>As a line of a file.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Request},{Executed},{Answered},{Hash}");

    /// <summary>From a line of a file.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Acknowledgement FromLine(string line)
    {
        string[] fields = line.Split(',');
        return fields.Length == Fields
            ? new Acknowledgement(
                RequestId.FromGuid(Guid.Parse(fields[0])),
                long.Parse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture),
                long.Parse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture),
                Hash256.FromBytes(HashBytes(fields[3])))
            : throw new FormatException($"'{line}' is no acknowledgement");
    }

    private static byte[] HashBytes(string text) => text.Length == 2 * Hash256.Length
        ? Convert.FromHexString(text)
        : throw new FormatException($"'{text}' is no hash");
}
