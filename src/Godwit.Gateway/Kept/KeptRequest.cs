using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.OpenAIPlatform;

namespace Godwit.Gateway.Kept;

/// <summary>A request about what a provider keeps, on its way.</summary>
internal sealed class KeptRequest(KeptCall call)
{
    public KeptCall Call { get; } = call;

    /// <summary>The provider's own id of the thing; empty for making and listing.</summary>
    public string NativeId { get; set; } = "";

    /// <summary>The file a batch is made from, by the provider's own id.</summary>
    public string? InputFile { get; set; }

    /// <summary>The file that is uploaded; null for other requests.</summary>
    public UploadForm? Upload { get; set; }

    /// <summary>What is replaced in the request's body.</summary>
    public BodyEdits Edits { get; } = new();

    /// <summary>What was made, found or removed; written into the record.</summary>
    public List<OwnedChange> Changes { get; } = [];

    /// <summary>What the caller loses when the provider may not serve it, in words.</summary>
    public string Named { get; set; } = "";

    /// <summary>The routes to the providers that are asked for a list.</summary>
    public IReadOnlyList<RouteRules> Listed { get; set; } = [];
}
