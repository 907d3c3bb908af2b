namespace Hypercall.Actors.Engine;

/// <summary>What an awaited answer is an answer to.</summary>
internal enum RequestKind : byte
{
    /// <summary>A submission.</summary>
    Submission,

    /// <summary>A read.</summary>
    State,
}
