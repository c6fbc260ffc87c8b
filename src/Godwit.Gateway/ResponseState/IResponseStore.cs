using Godwit.Policy.Access;

namespace Godwit.Gateway.ResponseState;

/// <summary>Keeps responses of translated requests on this node; keeping one does not wait for a disk.</summary>
internal interface IResponseStore
{
    /// <summary>How long a response is kept.</summary>
    TimeSpan Retention { get; }

    /// <summary>Keeps a response; false when there is no room for it.</summary>
    bool Keep(StoredResponse response);

    /// <summary>A response; null when this node does not have it, or not for this owner.</summary>
    ValueTask<StoredResponse?> FindAsync(Guid id, ProjectRules owner, CancellationToken cancellation);

    /// <summary>Forgets a response.</summary>
    void Forget(Guid id);
}
