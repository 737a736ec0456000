using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Options;
using MongoDB.Bson.Serialization.Serializers;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Judging;
using Recoil.Storage.MongoDb.ApprovedShots;
using Recoil.Storage.MongoDb.Budget;
using Recoil.Storage.MongoDb.Failures;
using Recoil.Storage.MongoDb.Judging;
using Recoil.Storage.MongoDb.Reviews;
using Recoil.Storage.MongoDb.Runs;
using Recoil.Storage.MongoDb.Sagas;
using Recoil.Storage.MongoDb.Steering;
using Recoil.Storage.MongoDb.Takes;
using Recoil.Storage.Runs;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Bson;

/// <summary>
/// How everything is written as BSON. The driver keeps class maps for the whole process; these are of this store's own types and
/// name every member and serializer, so that the application's conventions neither apply nor change.
/// </summary>
internal static class DocumentMaps
{
    private static readonly GuidSerializer s_id = new(GuidRepresentation.Standard);
    private static readonly DecimalSerializer s_dollars = new(BsonType.Decimal128);
    private static readonly Lock s_lock = new();

    static DocumentMaps()
    {
        Map<InboxEntry>(map => map.MapCreator(entry => new InboxEntry(entry.MessageId, entry.MessageType)));
        Map<OutboxMessage>();
        Map<SagaTimer>();
        Map<OpenReservation>();
        Map<ClosedReservation>(map => map.MapCreator(closed => new ClosedReservation(closed.Outcome, closed.ChargedPico)));
        Map<AccountRecord>();
        Map<ReservationRecord>();
        Map<StoredTopUp>();
        Map<HoldRecord>();
        Map<MovedHold>();
        Map<ProjectRecord>();
        Map<StoredTake>(new JsonShapedSerializer<GenerationCompleted>(), new JsonShapedSerializer<GenerateTake>());
        Map<StoredProviderAccount>();
        Map<StoredPause>();
        Map<StoredPriority>();
        Map<StoredReview>(new JsonShapedSerializer<EnqueueReview>(), new JsonShapedSerializer<ReviewDecided>());
        Map<StoredPlannedShot>(new JsonShapedSerializer<PlannedShot>());
        Map<StoredRunShot>(new JsonShapedSerializer<IReadOnlyList<UsedTake>>(), new JsonShapedSerializer<ShotRemake>());
        Map<StoredRunEnd>();
        Map<StoredApprovedShot>();
        Map<StoredJudgement>(new JsonShapedSerializer<AskedJudge>());
        Map<StoredFailedMessage>();
        Map<StoredFailedMessagePart>();
    }

    /// <summary>Makes sure that the maps are there before the driver looks for them.</summary>
    public static void Register() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(DocumentMaps).TypeHandle);

    /// <summary>The same for the documents of one type of saga.</summary>
    public static void Register<TState>() where TState : class
    {
        Register();
        lock (s_lock)
        {
            if (BsonClassMap.IsClassMapRegistered(typeof(SagaRecord<TState>)))
                return;
            Map<SagaContent<TState>>(new JsonShapedSerializer<TState>());
            Map<SagaRecord<TState>>();
        }
    }

    /// <param name="shaped">Serializers of members whose type has one of its own.</param>
    private static void Map<T>(params IBsonSerializer[] shaped) => Map<T>(_ => { }, shaped);

    private static void Map<T>(Action<BsonClassMap<T>> create, params IBsonSerializer[] shaped) => BsonClassMap.RegisterClassMap<T>(map =>
    {
        // What follows from the rest is not written.
        foreach (var property in typeof(T).GetProperties().Where(property => property.DeclaringType == typeof(T) && property.CanWrite))
        {
            var (name, type) = (property.Name, property.PropertyType);
            var member = map.MapMember(property);
            member.SetElementName(char.ToLowerInvariant(name[0]) + name[1..]);
            if (Array.Find(shaped, serializer => serializer.ValueType == type) is { } own)
                member.SetSerializer(own);
            else if (SerializerOf(type) is { } ours)
                member.SetSerializer(ours);

            // What is made by a constructor needs all its values.
            if (!typeof(T).IsValueType && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null))
                member.SetIgnoreIfNull(true);
            if (name == "Id")
                map.SetIdMember(member);
        }

        create(map);
        map.SetIgnoreExtraElements(true);
    });

    private static ImpliedImplementationInterfaceSerializer<IReadOnlyList<T>, List<T>> ListOf<T>(IBsonSerializer<T> item) =>
        new(new EnumerableInterfaceImplementerSerializer<List<T>, T>(item));

    private static IBsonSerializer? SerializerOf(Type type)
    {
        if (type == typeof(Guid))
            return s_id;
        if (type == typeof(Guid?))
            return new NullableSerializer<Guid>(s_id);
        if (type == typeof(DateTimeOffset))
            return InstantSerializer.Instance;
        if (type == typeof(DateTimeOffset?))
            return new NullableSerializer<DateTimeOffset>(InstantSerializer.Instance);
        if (type == typeof(decimal))
            return s_dollars;
        if (type == typeof(decimal?))
            return new NullableSerializer<decimal>(s_dollars);
        if (type == typeof(Dictionary<string, decimal>))
            return new DictionaryInterfaceImplementerSerializer<Dictionary<string, decimal>, string, decimal>(DictionaryRepresentation.Document, new StringSerializer(), s_dollars);
        if (type == typeof(IReadOnlyList<Guid>))
            return ListOf(s_id);
        if (type == typeof(IReadOnlyList<DateTimeOffset>))
            return ListOf(InstantSerializer.Instance);
        if (type == typeof(ReservationOutcome))
            return new EnumSerializer<ReservationOutcome>(BsonType.String);
        if (type == typeof(ShotPlace))
            return new EnumSerializer<ShotPlace>(BsonType.String);
        if (type == typeof(CostSource))
            return new EnumSerializer<CostSource>(BsonType.String);
        if (type == typeof(ShotStatus?))
            return new NullableSerializer<ShotStatus>(new EnumSerializer<ShotStatus>(BsonType.String));

        // Pairs, for a header may have any name.
        return type == typeof(IReadOnlyDictionary<string, string>)
            ? new ImpliedImplementationInterfaceSerializer<IReadOnlyDictionary<string, string>, Dictionary<string, string>>(
                new DictionaryInterfaceImplementerSerializer<Dictionary<string, string>>(DictionaryRepresentation.ArrayOfDocuments))
            : null;
    }
}
