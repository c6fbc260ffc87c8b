namespace Godwit.Providers.GenAI;

/// <summary>Abilities that a request asks of the model, as far as they show in its shape.</summary>
[Flags]
public enum RequestFeatures
{
    None = 0,

    /// <summary>Functions the model may call.</summary>
    Tools = 1,

    /// <summary>Several calls in one answer were asked for by name.</summary>
    ParallelTools = 2,

    /// <summary>A JSON object or a schema is demanded of the answer.</summary>
    ResponseFormat = 4,

    /// <summary>Images among the input.</summary>
    Vision = 8,

    /// <summary>Sound among the input, or asked for as output.</summary>
    Audio = 16,
    Logprobs = 32,

    /// <summary>A reasoning effort or budget other than none.</summary>
    Reasoning = 64,

    /// <summary>Input that is neither text nor a picture nor sound: files, films, kinds that are not known.</summary>
    Media = 128,

    /// <summary>Input that the provider has already: an earlier response, a conversation, a cache, a prompt.</summary>
    Kept = 256,

    /// <summary>Tools that the provider runs itself, such as a search.</summary>
    ProviderTools = 512,
}
