using System.Text.Json;
using System.Text.Json.Serialization;
using Godwit.Control.Evidence.Replay;
using Godwit.Control.Evidence.Verification;
using Godwit.Control.Territories.Impact;
using Godwit.Control.Territories.Findings;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Control.Api;

/// <summary>JSON of the admin API, the same for server and client.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(SnakeCaseEnumConverter<AddressForm>),
        typeof(SnakeCaseEnumConverter<ChainOutcome>),
        typeof(SnakeCaseEnumConverter<Confidence>),
        typeof(SnakeCaseEnumConverter<NetworkKind>),
    ])]
[JsonSerializable(typeof(ResourceView))]
[JsonSerializable(typeof(ResourceList))]
[JsonSerializable(typeof(ChangeReport))]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(HistoryList))]
[JsonSerializable(typeof(HistoryVerification))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(DriftReport))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginResult))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(RequestsReport))]
[JsonSerializable(typeof(FallbackReport))]
[JsonSerializable(typeof(CacheReport))]
[JsonSerializable(typeof(UnusedGrantsReport))]
[JsonSerializable(typeof(RequestList))]
[JsonSerializable(typeof(RequestRecord))]
[JsonSerializable(typeof(BudgetReport))]
[JsonSerializable(typeof(PriceReport))]
[JsonSerializable(typeof(CostExplanation))]
[JsonSerializable(typeof(RepriceRequest))]
[JsonSerializable(typeof(RepriceReport))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ReconcileReport))]
[JsonSerializable(typeof(GrantReport))]
[JsonSerializable(typeof(GrantEntryList))]
[JsonSerializable(typeof(GrantOfferList))]
[JsonSerializable(typeof(GrantCorrectionRequest))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(TerritoryExplanation))]
[JsonSerializable(typeof(ImpactReport))]
[JsonSerializable(typeof(EvidenceKeyView))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(BundleVerification))]
[JsonSerializable(typeof(FindingsReport))]
[JsonSerializable(typeof(NoticePreview))]
[JsonSerializable(typeof(SendNoticesRequest))]
[JsonSerializable(typeof(NoticeStatus))]
[JsonSerializable(typeof(NoticeView))]
[JsonSerializable(typeof(NoticeMessage))]
[JsonSerializable(typeof(BounceRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class AdminJsonContext : JsonSerializerContext;
