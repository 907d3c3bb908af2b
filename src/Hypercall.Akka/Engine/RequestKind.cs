namespace Hypercall.Actors.Engine;

/// <summary>What an awaited answer is an answer to.</summary>
internal enum RequestKind : byte
{
    /// <summary>A submission, answered by itself.</summary>
    Submission,

    /// <summary>One of several submissions of a message, answered with others.</summary>
    OneOfMany,

    /// <summary>A read.</summary>
    State,
}
