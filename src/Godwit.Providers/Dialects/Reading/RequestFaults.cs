namespace Godwit.Providers.Dialects.Reading;

/// <summary>Keeps the first thing that is wrong in a request: one refuses it, and the first is clearest.</summary>
public sealed class RequestFaults
{
    /// <summary>Null as long as nothing is wrong.</summary>
    public FormError? First { get; private set; }

    /// <summary>Adds something that is wrong.</summary>
    /// <param name="path">Where in the client's body.</param>
    /// <param name="code">Stable code, e.g. <c>invalid_type</c>.</param>
    /// <param name="message">What is wrong and what is accepted.</param>
    public void Add(string path, string code, string message) => First ??= new FormError(path, code, message);
}

/// <summary>What is wrong in a request's body, beyond its being JSON.</summary>
/// <param name="Path">Where in the client's body.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What is wrong and what is accepted.</param>
public sealed record FormError(string Path, string Code, string Message);
