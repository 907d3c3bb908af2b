namespace Hypercall.Node.Storage;

/// <summary>
/// A journal or snapshot file that cannot be used; the kinds below say why. Thrown on opening, reading and writing,
/// caught by the node (which stops) and by tools (which exit with 3).
/// </summary>
public abstract class JournalException : Exception
{
    private protected JournalException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>Another process, or another node of this process, owns the directory.</summary>
public sealed class JournalOwnedException : JournalException
{
    internal JournalOwnedException(string directory, OwnerDescription? owner, Exception? inner = null)
        : base(Describe(directory, owner), inner)
    {
        Directory = directory;
        OwnerProcessId = owner?.ProcessId;
        OwnerHost = owner?.Host;
    }

    /// <summary>The journal's directory.</summary>
    public string Directory { get; }

    /// <summary>The owner's process id, or null where the owner has not written it yet.</summary>
    public int? OwnerProcessId { get; }

    /// <summary>The owner's host name, or null where the owner has not written it yet.</summary>
    public string? OwnerHost { get; }

    private static string Describe(string directory, OwnerDescription? owner) => owner is null
        ? $"the journal in '{directory}' is owned by another process"
        : $"the journal in '{directory}' is owned by process {owner.ProcessId} on {owner.Host}";
}

/// <summary>Bytes are missing or not what was written. Nothing was repaired or skipped.</summary>
public sealed class JournalDamagedException : JournalException
{
    /// <summary>Damage in a file.</summary>
    public JournalDamagedException(string file, long? recordNumber, string what, Exception? inner = null)
        : base(
            recordNumber is null ? $"'{file}' is damaged: {what}" : $"'{file}', record {recordNumber}: {what}",
            inner)
    {
        File = file;
        RecordNumber = recordNumber;
    }

    /// <summary>The damaged file.</summary>
    public string File { get; }

    /// <summary>The record, where it is known.</summary>
    public long? RecordNumber { get; }
}

/// <summary>A sound file of another format version or of another engine.</summary>
public sealed class JournalIncompatibleException : JournalException
{
    /// <summary>A file that does not fit.</summary>
    public JournalIncompatibleException(string file, string what)
        : base($"'{file}' {what}", null) => File = file;

    /// <summary>The file.</summary>
    public string File { get; }
}

/// <summary>
/// The file system refused: disk full, I/O error, no permission. After a write its outcome is unknown.
/// </summary>
public sealed class JournalIoException : JournalException
{
    /// <summary>A failed operation on a file.</summary>
    public JournalIoException(string file, string what, Exception? inner = null)
        : base($"'{file}': {what}", inner) => File = file;

    /// <summary>The file.</summary>
    public string File { get; }
}
