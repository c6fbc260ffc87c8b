namespace Godwit.Simulator;

/// <summary>One request as the simulator saw it, and what became of it.</summary>
public sealed class RecordedRequest
{
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly byte[] _body;

    internal RecordedRequest(long sequence, string id, KeyValuePair<string, string>[] headers, byte[] body)
    {
        Sequence = sequence;
        Id = id;
        _headers = headers;
        _body = body;
    }

    /// <summary>Counts from 1 over the simulator's life.</summary>
    public long Sequence { get; }

    /// <summary>The <c>x-request-id</c> of the answer.</summary>
    public string Id { get; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The provider it was for; null when the path belongs to none.</summary>
    public required string? Provider { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with its prefix.</summary>
    public required string Path { get; init; }

    /// <summary>The query, with its question mark; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The names of the faults that met it.</summary>
    public IReadOnlyList<string> Faults { get; internal set; } = [];

    /// <summary>The status that was answered; null until it is known, or when none was sent.</summary>
    public int? Status { get; internal set; }

    /// <summary>The client went away (or the simulator cut it off) before the answer ended.</summary>
    public bool Aborted { get; internal set; }

    /// <summary>Nothing more will happen to it.</summary>
    public bool Ended { get; internal set; }

    /// <summary>Content chunks of its stream that were written.</summary>
    public int ChunksSent { get; internal set; }

    /// <summary>The headers; credentials are replaced by the start of their digest.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [.. _headers.Select(Serving.Redaction.Apply)];

    /// <summary>The exact bytes of the body.</summary>
    public ReadOnlyMemory<byte> Body => _body;

    /// <summary>The body as text.</summary>
    public string BodyText => System.Text.Encoding.UTF8.GetString(_body);
}
