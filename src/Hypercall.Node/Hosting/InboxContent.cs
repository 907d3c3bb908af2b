using System.Runtime.InteropServices;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>What an inbox holds at one moment; see <see cref="NodeInbox"/>.</summary>
internal sealed class InboxContent
{
    /// <summary>Run after the submissions: a finished write starts the next one with all of them.</summary>
    public List<Action<HostTime>> Results { get; } = [];

    /// <summary>Offered first, in order.</summary>
    public List<QueuedSubmission> Submissions { get; } = [];

    /// <summary>Run last, so that each sees the submissions made before it.</summary>
    public List<Action<HostTime>> Requests { get; } = [];

    /// <summary>Submissions that were offered already.</summary>
    public int SubmissionsOffered { get; set; }

    /// <summary>Requests that were run already.</summary>
    public int RequestsRun { get; set; }

    public bool IsEmpty => Results.Count == 0 && Submissions.Count == 0 && Requests.Count == 0;

    /// <summary>The next submission to offer, which counts as offered from now on.</summary>
    public ref readonly QueuedSubmission NextSubmission() =>
        ref CollectionsMarshal.AsSpan(Submissions)[SubmissionsOffered++];

    /// <summary>The next request to run, which counts as run from now on.</summary>
    public Action<HostTime> NextRequest() => Requests[RequestsRun++];

    public void Clear()
    {
        Results.Clear();
        Submissions.Clear();
        Requests.Clear();
        SubmissionsOffered = 0;
        RequestsRun = 0;
    }
}
