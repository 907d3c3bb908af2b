namespace Hypercall.Actors.Storage;

/// <summary>
/// A database that a journal cannot be kept in as it is: it does not keep what it acknowledges, takes no writes, is
/// damaged, or has no tables. A person has to see to it.
/// </summary>
public sealed class JournalRefusedException : Exception
{
    internal JournalRefusedException(string settingPath, string location, string what)
        : base($"setting '{settingPath}': the database {location} {what}")
    {
    }
}

/// <summary>A database could not be asked: it is out of reach, or does not let this user in.</summary>
public sealed class JournalUnreachableException : Exception
{
    internal JournalUnreachableException(string settingPath, string location, Exception cause)
        : base($"setting '{settingPath}': the database {location} cannot be used: {OneLine.Of(cause.Message)}", cause)
    {
    }
}
