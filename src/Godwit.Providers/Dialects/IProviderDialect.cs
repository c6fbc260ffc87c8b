using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects;

/// <summary>A dialect from the provider's side: writes requests, reads answers and streams.</summary>
public interface IProviderDialect
{
    Dialect Name { get; }

    /// <summary>Headers that every request of this dialect carries, besides content type and credential.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Headers that a request carries besides when its answer is to be streamed.</summary>
    IReadOnlyList<KeyValuePair<string, string>> StreamHeaders => [];

    /// <summary>Writes a chat request, and reports what of it the dialect or the provider can't take.</summary>
    void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output);

    /// <summary>True when an answer of this media type is a stream.</summary>
    bool IsStream(string? mediaType);

    /// <summary>Reads a whole answer; null when it can't be read as one.</summary>
    /// <param name="body">The whole body; the result is valid as long as these bytes are.</param>
    GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body);

    /// <summary>Makes a reader for one stream.</summary>
    IStreamReader CreateStreamReader();
}
