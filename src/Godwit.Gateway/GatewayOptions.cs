using System.Net;
using Godwit.Gateway.Counters;
using Godwit.Gateway.ResponseState;

namespace Godwit.Gateway;

/// <summary>How the data plane of this process runs. Fixed for the life of the process.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where clients connect. Port 0 takes a free one.</summary>
    public IList<IPEndPoint> Listen { get; } = [];

    /// <summary>Folder of the journal. Made if it is missing.</summary>
    public string JournalFolder { get; set; } = "journal";

    /// <summary>How responses are kept that no provider keeps.</summary>
    public ResponseStoreOptions Responses { get; } = new();

    /// <summary>Where the counters of limits are kept.</summary>
    public CounterOptions Counters { get; set; } = new();

    /// <summary>Largest request body in bytes, after decompression. Default 32 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Largest upload of a file in bytes. Default 512 MiB, the most that OpenAI takes.</summary>
    public long MaxUploadBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Largest total of a request's headers in bytes. Default 64 KiB.</summary>
    public int MaxHeaderBytes { get; set; } = 64 * 1024;

    /// <summary>How long a client may take to send its headers. Default 30 seconds.</summary>
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an idle connection is kept open. Default 130 seconds.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long requests under way may go on when the process is asked to stop. Default 30 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Key of the hash under which client addresses are recorded, at least 16 bytes. Random when empty.
    /// </summary>
    public ReadOnlyMemory<byte> AddressHashKey { get; set; }

    /// <summary>
    /// Secret under which whole client addresses are recorded, at least 16 bytes. Empty: they are not recorded.
    /// </summary>
    public ReadOnlyMemory<byte> AddressSealKey { get; set; }

    /// <summary>
    /// Secret under which ids of responses and files are sealed, at least 16 bytes. Random when empty: ids then end
    /// with the process. Nodes with the same one read each other's ids.
    /// </summary>
    public ReadOnlyMemory<byte> SealedIdKey { get; set; }
}
