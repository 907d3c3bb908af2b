namespace Hypercall.Verification.Storage;

/// <summary>A journal or snapshot that cannot be used; the kinds below say why.</summary>
public abstract class JournalException : Exception
{
    private protected JournalException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>There is no journal where one was looked for, or there is no such place.</summary>
public sealed class JournalAbsentException : JournalException
{
    internal JournalAbsentException(string location, string what)
        : base($"'{location}': {what}", null)
    {
    }
}

/// <summary>There are journals of several partitions, and none was named.</summary>
public sealed class JournalAmbiguousException : JournalException
{
    internal JournalAmbiguousException(string location, string what)
        : base($"'{location}' {what}", null)
    {
    }
}

/// <summary>Bytes are missing or not what was written. Nothing was repaired or skipped.</summary>
public sealed class JournalDamagedException : JournalException
{
    internal JournalDamagedException(string location, long? recordNumber, string what, Exception? inner = null)
        : base(
            recordNumber is null ? $"'{location}' is damaged: {what}" : $"'{location}', record {recordNumber}: {what}",
            inner)
    {
        Location = location;
        RecordNumber = recordNumber;
        What = recordNumber is null ? $"damaged: {what}" : what;
    }

    /// <summary>The damaged file or database.</summary>
    public string Location { get; }

    /// <summary>The record, where it is known.</summary>
    public long? RecordNumber { get; }

    /// <summary>What is wrong, without where.</summary>
    internal string What { get; }
}

/// <summary>A sound journal of another kind or version, or not the one that was asked for.</summary>
public sealed class JournalIncompatibleException : JournalException
{
    internal JournalIncompatibleException(string location, string what)
        : base($"'{location}' {what}", null)
    {
    }
}

/// <summary>The file system or the database refused: I/O error, no permission, out of reach.</summary>
public sealed class JournalIoException : JournalException
{
    internal JournalIoException(string location, string what, Exception? inner = null)
        : base($"'{location}': {what}", inner)
    {
    }
}
