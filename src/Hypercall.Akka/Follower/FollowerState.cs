namespace Hypercall.Actors.Follower;

/// <summary>How a follower stands to the journal it follows.</summary>
public enum FollowerState
{
    /// <summary>Applying what was written before it looked.</summary>
    CatchingUp,

    /// <summary>It has applied everything there was at its last look.</summary>
    Following,

    /// <summary>The journal does not give what its records say: the alarm. It looks no further.</summary>
    Diverged,

    /// <summary>The journal could not be read at its last look: it looks again after a pause.</summary>
    Unread,
}
